import logger from '@adonisjs/core/services/logger'
import { type ChannelSubscription, hearChannel, tellChannel } from '#app/shared/database/channel'
import { listenLive } from '#app/shared/events/live'

/** What travels between processes when facts were committed: names only, never content. */
export interface LiveFacts {
  tenantId: string
  customerIds: string[]
  events: string[]
}

const channel = 'live_facts'
// A notification holds 8,000 bytes.
const customersPerNotice = 100

/** Tells every process that facts were committed here. Nothing depends on it: whoever misses one asks by themselves now and then. */
export function announceFacts(): void {
  listenLive((tenantId, customerIds, events) => {
    const customers = customerIds.filter((id) => id !== null)
    for (let start = 0; start === 0 || start < customers.length; start += customersPerNotice) {
      const facts: LiveFacts = {
        tenantId,
        customerIds: customers.slice(start, start + customersPerNotice),
        events,
      }
      tellChannel(channel, JSON.stringify(facts)).catch((error) =>
        logger.warn({ err: error }, 'Live pages were not told')
      )
    }
  })
}

/**
 * Hears what all processes announce.
 * @param onGap whenever it begins to hear, also again after the database was away: what was announced before is lost
 */
export function hearFacts(onFacts: (facts: LiveFacts) => void, onGap: () => void): ChannelSubscription {
  return hearChannel(channel, { onText: (text) => onFacts(JSON.parse(text) as LiveFacts), onOpen: onGap })
}
