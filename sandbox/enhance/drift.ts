/** What happens on the installation without the caller: sites grow, staff suspend by hand, subscriptions go. */
import type { FastifyInstance } from 'fastify'
import { MASTER_ORG_ID } from './catalogue.ts'
import type { Installation } from './installation.ts'
import { removeSubscription } from './subscription_routes.ts'

const GROWTH_BYTES = 2_000_000_000

export function registerDrift(app: FastifyInstance, panel: Installation): void {
  app.post<{ Params: { id: string; what: string } }>(
    '/_enhance/subscriptions/:id/:what',
    async (request, reply) => {
      const { id, what } = request.params
      const subscription = panel.subscriptions.get(id)
      if (!subscription) return reply.code(404).send({ message: 'There is no such subscription.' })
      switch (what) {
        case 'grow':
          for (const site of panel.websitesOf(subscription.id)) {
            panel.websites.put(site.id, {
              ...site,
              sizeBytes: site.sizeBytes + GROWTH_BYTES,
              transferBytes: site.transferBytes + 3 * GROWTH_BYTES,
              mailboxes: site.mailboxes + 1,
              databases: site.databases + 1,
            })
          }
          return { grown: true }
        case 'suspend':
          panel.subscriptions.put(id, { ...subscription, suspendedBy: MASTER_ORG_ID })
          return { suspended: true }
        case 'unsuspend':
          panel.subscriptions.put(id, { ...subscription, suspendedBy: null })
          return { suspended: false }
        case 'vanish':
          removeSubscription(panel, subscription, true)
          return { removed: true }
        default:
          return reply.code(404).send({ message: 'There is no such change.' })
      }
    }
  )
}
