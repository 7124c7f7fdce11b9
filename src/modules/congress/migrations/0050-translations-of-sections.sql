-- From which section of a composed text a translation was taken over; null once somebody translates the paragraph anew.
alter table paragraph_translations add column section_text_id uuid;
alter table paragraph_translations add constraint paragraph_translations_section
  foreign key (text_id, section_text_id) references text_sections (text_id, section_text_id);
