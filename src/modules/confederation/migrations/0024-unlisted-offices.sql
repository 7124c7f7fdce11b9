-- Offices whose holders are named to nobody but those who give and recall mandates. Whoever is sent to a congress did not
-- choose to be a public person.
alter table offices add column unlisted boolean not null default false;
update offices set unlisted = true where key = 'delegate';
