import { args, BaseCommand, flags } from '@adonisjs/core/ace'
import { findTenant } from '#app/shared/database/tenant_directory'
import { asTenant } from '#app/shared/database/unit'
import { readId, showId } from '#app/shared/ids'
import { openQueue } from '#app/shared/jobs/queue'
import { unreachable } from '#app/shared/result'
import { ConnectGateway, type ConnectGatewayError } from '#app/payments/actions/connect_gateway'

export default class ConnectGatewayCommand extends BaseCommand {
  static override commandName = 'gateway:connect'
  static override description =
    'Connect Stripe, or change its keys; the secrets are asked for, never passed as arguments'
  static override options = { startApp: true }

  @args.string({ description: 'short name of the tenant' })
  declare tenant: string

  @flags.string({ description: 'publishable key: pk_live_… or pk_test_…', required: true })
  declare publishableKey: string

  @flags.string({ description: 'id of the gateway whose settings change (gw_…)' })
  declare gateway?: string

  @flags.string({ description: 'name as staff see it', default: 'Stripe' })
  declare name: string

  override async run(): Promise<void> {
    const tenant = await findTenant(this.tenant)
    if (!tenant) return this.refuse(`No tenant is called ${this.tenant}.`)
    const id = this.gateway ? readId('gateway', this.gateway) : undefined
    if (id === null) return this.refuse(`${this.gateway} is no gateway id.`)
    const secretKey = await this.prompt.secure('Secret or restricted key (sk_… or rk_…)')
    const webhookSecret = await this.prompt.secure('Signing secret of the webhook endpoint (whsec_…)')
    await openQueue({ isWorker: false })
    const connect = await this.app.container.make(ConnectGateway)
    const connected = await asTenant({ tenant }, () =>
      connect.execute({
        id,
        driver: 'stripe',
        name: this.name,
        config: { publishableKey: this.publishableKey, isLive: this.publishableKey.startsWith('pk_live_') },
        secrets: { secretKey, webhookSecret },
      })
    )
    if (!connected.ok) return this.refuse(explain(connected.error))
    const shown = showId('gateway', connected.value.id)
    this.logger.success(
      `Connected as ${shown}. Stripe's webhooks go to https://<your host>/webhooks/stripe/${shown}`
    )
  }

  private refuse(sentence: string): void {
    this.logger.error(sentence)
    this.exitCode = 1
  }
}

function explain(error: ConnectGatewayError): string {
  switch (error.type) {
    case 'driver_not_found':
      return 'This version knows no such gateway.'
    case 'driver_differs':
      return 'That gateway is of another kind.'
    case 'settings_refused':
      return error.complaints.join(' ')
    default:
      return unreachable(error)
  }
}
