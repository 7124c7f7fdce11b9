// The canonical paths of the agenda: subjects of the log, and where links lead.
export const campaignPath = (slug: string) => `/agenda/campaigns/${slug}`;
export const actionPath = (number: number) => `/agenda/actions/${number}`;
