-- Offices of a node that was founded before assemblies and the agenda: what the default ones may do now. An office that
-- the assembly took away stays away, and one that it named itself keeps what it has.
update offices set capabilities = offices.capabilities || added.capabilities
from (values
  ('spokesperson', array['assembly.nominate', 'assembly.speak', 'agenda.announce', 'agenda.report']),
  ('alternate', array['assembly.speak']),
  ('chair', array['assembly.credential', 'assembly.admit', 'assembly.minute', 'agenda.call']),
  ('commission_member', array['agenda.call']),
  ('communicator', array['agenda.announce', 'agenda.report'])
) as added (key, capabilities)
where offices.key = added.key;

insert into offices (key, name, capabilities, position)
select fresh.key, fresh.name::jsonb, fresh.capabilities, (select max(position) from offices) + fresh.place
from (values
  (1, 'delegate', '{"source": "es", "texts": {"es": "Integrante de la delegación", "en": "Member of the delegation", "pt": "Integrante da delegação", "fr": "Membre de la délégation"}}', array['assembly.speak']),
  (2, 'credentials', '{"source": "es", "texts": {"es": "Comisión de credenciales", "en": "Credentials commission", "pt": "Comissão de credenciais", "fr": "Commission de vérification des pouvoirs"}}', array['assembly.credential', 'assembly.admit']),
  (3, 'secretary', '{"source": "es", "texts": {"es": "Secretaría de actas", "en": "Secretary of the sitting", "pt": "Secretaria de atas", "fr": "Secrétariat de séance"}}', array['assembly.admit', 'assembly.minute'])
) as fresh (place, key, name, capabilities)
where exists (select 1 from offices)
on conflict (key) do nothing;
