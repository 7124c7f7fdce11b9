-- Organs: the bodies in which people meet, with the rules that each gave itself.
create table organs (
  id uuid primary key,
  -- Unique among the organs of one congress, or among those that stand by themselves.
  slug text not null check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 80),
  kind text not null check (kind in ('plenary', 'working_table', 'commission', 'regional_meeting')),
  name jsonb not null check (name ? 'source' and name ? 'texts'),
  -- Whoever presides over its sittings, keeps its minutes and its door holds a mandate of this organisation.
  organization_id uuid not null references organizations,
  -- The congress whose organ it is. Null: it stands by itself, and its meetings are editions of its own (organ_editions).
  edition_id uuid references congress_editions,
  -- UN M49; of a regional meeting.
  region text check (region ~ '^[0-9]{3}$'),
  -- How often it is to meet, in months, and the day from which the first time is counted.
  cycle_months integer check (cycle_months between 1 and 120),
  cycle_from date,
  mandate_id uuid references mandates,
  founded_at timestamptz not null,
  request_key uuid not null constraint organs_request unique,
  act_id uuid not null references log_acts,
  constraint organs_slug unique nulls not distinct (edition_id, slug),
  check (kind <> 'regional_meeting' or (region is not null and edition_id is null)),
  check (kind <> 'plenary' or edition_id is not null),
  check ((cycle_months is null) = (cycle_from is null)),
  check (cycle_months is null or edition_id is null)
);
create unique index organs_plenary on organs (edition_id) where kind = 'plenary';

-- What an organ decided about itself, each time it did: those in force when something happens are the ones that decide it.
create table organ_rules (
  organ_id uuid not null references organs,
  number integer not null check (number > 0),
  -- Quorum, speaking: see OrganRules.
  rules jsonb not null check (jsonb_typeof(rules) = 'object'),
  -- BCP 47 tags of the languages that are spoken and interpreted.
  languages text[] not null check (cardinality(languages) between 1 and 20),
  in_force_from timestamptz not null,
  decision jsonb check (decision ? 'source' and decision ? 'texts'),
  mandate_id uuid references mandates,
  request_key uuid not null constraint organ_rules_request unique,
  act_id uuid not null references log_acts,
  primary key (organ_id, number)
);
create trigger organ_rules_keep before update or delete on organ_rules
  for each row execute function refuse_changing_congress();

-- Meetings of an organ that stands by itself: each is an edition with its own delegations, texts and decisions.
create table organ_editions (
  edition_id uuid primary key references congress_editions,
  organ_id uuid not null references organs
);
create index organ_editions_organ on organ_editions (organ_id);

-- Every congress has its plenary from the moment it is convened, under the act that convened it.
create function found_plenary(edition congress_editions) returns void language plpgsql as $$
declare
  plenary uuid := gen_random_uuid();
begin
  insert into organs (id, slug, kind, name, organization_id, edition_id, mandate_id, founded_at, request_key, act_id)
  values (plenary, 'plenary', 'plenary',
    '{"source": "es", "texts": {"es": "Plenaria", "en": "Plenary", "pt": "Plenária", "fr": "Plénière"}}',
    edition.convened_by, edition.id, edition.mandate_id, edition.convened_at, edition.id, edition.act_id);
  insert into organ_rules (organ_id, number, rules, languages, in_force_from, mandate_id, request_key, act_id)
  values (plenary, 1,
    '{"quorum": {"of": "delegations", "share": {"numerator": 1, "denominator": 2}},
      "speaking": {"firstTimeFirst": true, "alternation": "none", "seconds": 180, "timesPerItem": 2}}',
    coalesce((select array(select jsonb_array_elements_text(value -> 'languages')) from node_settings
      where key = 'profile'), array['es']),
    edition.convened_at, edition.mandate_id, edition.id, edition.act_id);
end $$;

create function found_plenary_of_new() returns trigger language plpgsql as $$
begin
  perform found_plenary(new);
  return new;
end $$;
create trigger congress_editions_plenary after insert on congress_editions
  for each row execute function found_plenary_of_new();

select found_plenary(edition) from congress_editions edition;
