/**
 * The order of the domains, lowest first: a domain imports only domains before it, and only through their `index.ts`.
 * What must travel upwards is an event. If the order proves wrong, change it here, with a decision record.
 */
export const domainOrder = [
  'shared', 'tenancy', 'identity', 'customers', 'catalogue', 'promotions', 'ledger', 'payments', 'billing', 'banking', 'subscriptions', 'checkout', 'offers',
  'network', 'provisioning', 'usage', 'resellers', 'status', 'support', 'abuse', 'growth', 'messaging', 'privacy', 'reporting', 'whmcs',
] // prettier-ignore

/** Rooms of a domain by floor, lowest first: a room imports its own floor and those below. */
export const roomFloors: Record<string, number> = {
  domain: 1,
  records: 2,
  drivers: 2,
  queries: 3,
  actions: 3,
  http: 4,
  jobs: 4,
  commands: 4,
}

/** Files that stand beside the rooms and what they may use. `events.ts` is a list of facts, readable from every room but domain/. */
export const doorFiles = ['index.ts', 'events.ts', 'routes.ts', 'README.md']
