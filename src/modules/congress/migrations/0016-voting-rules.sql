-- The chair also decides by which rules the votes on alternatives go. Null: the rules of the node, as before this could be
-- chosen.
alter table voting_orders
  add column alternatives text check (alternatives in ('furthest_first', 'in_order_of_text', 'in_order_of_submission')),
  add column after_adoption text check (after_adoption in ('rest_falls', 'each_is_put')),
  add constraint voting_orders_rules check ((alternatives is null) = (after_adoption is null));
