-- The room as it was when a vote opened, for quorums of those present. Null: nobody kept the door, or the rule does not ask.
alter table roll_calls add column room jsonb
  check (room ?& array['at', 'delegations', 'delegates', 'accreditedDelegates']);
alter table roll_calls add constraint roll_calls_quorum_of_the_room
  check (room is not null or jsonb_typeof(rules -> 'quorum') is distinct from 'object');

-- Frozen like the roll.
create trigger roll_calls_guard_room before update on roll_calls for each row
  when (new.room is distinct from old.room) execute function refuse_changing_congress();

-- Delegations on the roll that had somebody in the room.
create table roll_call_presence (
  roll_call_id uuid not null,
  organization_id uuid not null,
  primary key (roll_call_id, organization_id),
  foreign key (roll_call_id, organization_id) references roll_call_delegations
);
create trigger roll_call_presence_keep before update or delete on roll_call_presence
  for each row execute function refuse_changing_congress();
