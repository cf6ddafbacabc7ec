import type { ApplicationService } from '@adonisjs/core/types'
import env from '#start/env'
import { poolSettings } from '#config/database'
import { closePool, openPool } from '#app/shared/database/pool'
import { closeMailTransport } from '#app/messaging/index'
import { listFirstLinks } from '#app/identity/index'
import { listBrowserOrigins } from '#app/payments/index'
import { closeQueue, openQueue } from '#app/shared/jobs/queue'
import { announceWaitingJobs } from '#app/shared/jobs/waiting_jobs'
import { announceFacts } from '#app/shared/realtime/facts_channel'
import { acrossTenants } from '#app/shared/database/unit'
import { allowGatewayOrigin } from '#app/shared/http/content_security_policy'
import { openKeyring } from '#app/shared/secrets/keyring'

/** Opens what every process of the platform needs (keys, database, queue, reactions) and closes it again. */
export default class PlatformProvider {
  constructor(protected app: ApplicationService) {}

  async boot(): Promise<void> {
    openKeyring(env.get('ENCRYPTION_KEYS').release())
    openPool(poolSettings(this.app.getEnvironment()))
    if (this.app.getEnvironment() !== 'test') {
      announceFacts()
      announceWaitingJobs()
    }
    await import('#start/reactions')
  }

  async start(): Promise<void> {
    // A command opens the queue itself when it needs one: migrations run before its tables exist.
    if (this.app.getEnvironment() !== 'web') return
    await openQueue({ isWorker: false })
    await acrossTenants('hosts of payment forms', async () => {
      for (const origin of await listBrowserOrigins()) allowGatewayOrigin(origin)
    })
    // To the console and not to the log, which is kept: whoever has the link owns the business.
    for (const line of await listFirstLinks()) process.stdout.write(`${line}\n`)
  }

  async shutdown(): Promise<void> {
    await closeQueue()
    await closeMailTransport()
    await closePool()
  }
}
