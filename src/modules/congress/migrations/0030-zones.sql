-- By whose clocks the times of an edition are read and told (IANA). Those convened before gave none: their times were read in UTC.
alter table congress_editions add column zone text not null default 'UTC' check (length(zone) between 1 and 60);
alter table congress_editions alter column zone drop default;
