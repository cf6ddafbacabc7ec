import dns, { type LookupAddress, type LookupOptions } from 'node:dns'

type Answer = (error: Error | null, address: string | LookupAddress[], family?: number) => void

/**
 * Every name below `localhost` is this machine (RFC 6761, 6.3). Browsers know that and not every system's resolver does, so messages to
 * `account.localhost`, where a demo says that they go, would reach nobody.
 */
export function resolveLocalNames(): void {
  const ask = dns.lookup as (host: string, options: LookupOptions, answer: Answer) => void
  const lookup = (host: string, options: LookupOptions | number | Answer, answer?: Answer): void => {
    const known = /(^|\.)localhost\.?$/i.test(host) ? '127.0.0.1' : host
    if (typeof options === 'function') ask(known, {}, options)
    else ask(known, typeof options === 'number' ? { family: options } : options, answer!)
  }
  Object.assign(dns, { lookup })
}
