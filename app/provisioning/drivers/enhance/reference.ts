/** What stands for one service: a subscription, which the panel finds only together with the customer's organisation. */
export interface HostingReference {
  org: string
  subscription: number
}

export function writeReference({ org, subscription }: HostingReference): string {
  return `${org}/${subscription}`
}

/** A reference that is not ours is a mistake of ours: it was written by {@link writeReference}. */
export function readReference(reference: string): HostingReference {
  const [org = '', subscription = ''] = reference.split('/')
  if (!org || !/^\d+$/.test(subscription)) throw new Error(`"${reference}" stands for no subscription`)
  return { org, subscription: Number(subscription) }
}

export function pathOf(reference: string): string {
  const { org, subscription } = readReference(reference)
  return `/orgs/${org}/subscriptions/${subscription}`
}

/** The name of a subscription carries our mark behind what its owner recognises: `shop.example · svc_01j…`. */
export function nameWithMark(hostname: string, tag: string): string {
  return `${hostname} · ${tag}`
}

export function bearsMark(name: string | undefined, tag: string): boolean {
  return name === tag || (name?.endsWith(` · ${tag}`) ?? false)
}

/** Our mark out of a name; the whole name where there is none. */
export function markIn(name: string): string {
  return / · (\S+)$/.exec(name)?.[1] ?? name
}
