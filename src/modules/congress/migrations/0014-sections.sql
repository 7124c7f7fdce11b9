-- A text that was composed of others: which versions of which texts stand in it, in order.
create table text_sections (
  text_id uuid not null references congress_texts,
  sequence integer not null check (sequence > 0),
  section_text_id uuid not null references congress_texts,
  section_version integer not null,
  -- Its paragraphs in the first version of the text, which keep their ids.
  paragraphs integer not null check (paragraphs > 0),
  primary key (text_id, sequence),
  unique (text_id, section_text_id),
  foreign key (section_text_id, section_version) references text_versions,
  check (text_id <> section_text_id)
);
create trigger text_sections_keep before update or delete on text_sections
  for each row execute function refuse_changing_congress();
