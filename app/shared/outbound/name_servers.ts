import { Resolver } from 'node:dns/promises'
import env from '#start/env'

/** What the world's name servers say of a name. `silent`: none of them answered in time, so that nothing is known. */
export type NameAnswer = { type: 'found'; addresses: string[] } | { type: 'unknown' } | { type: 'silent' }

const timeoutMs = 2_000
const deadlineMs = 4_000
/** What name servers say when there is no such name, or no record of the kind that was asked for. */
const unknownCodes = ['ENOTFOUND', 'ENODATA']

/**
 * Asks name servers where names point to. Those of the machine unless `DNS_SERVERS` names others (`192.0.2.53`, `127.0.0.1:3334`, several
 * with commas between). Never within a transaction: an answer may take seconds.
 */
export class NameServers {
  constructor(private servers: readonly string[] = readServers()) {}

  /** @param family 4 for A records, 6 for AAAA records; aliases are followed */
  async findAddresses(name: string, family: 4 | 6): Promise<NameAnswer> {
    const resolver = new Resolver({ timeout: timeoutMs, tries: 1 })
    const deadline = setTimeout(() => resolver.cancel(), deadlineMs)
    try {
      if (this.servers.length > 0) resolver.setServers(this.servers)
      const addresses = family === 4 ? await resolver.resolve4(name) : await resolver.resolve6(name)
      return { type: 'found', addresses }
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      return { type: unknownCodes.includes(code ?? '') ? 'unknown' : 'silent' }
    } finally {
      clearTimeout(deadline)
    }
  }
}

function readServers(): string[] {
  return env
    .get('DNS_SERVERS', '')
    .split(',')
    .map((server) => server.trim())
    .filter(Boolean)
}
