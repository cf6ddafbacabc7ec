import { args, flags } from '@adonisjs/core/ace'
import { OperatorCommand } from '#app/shared/commands/operator_command'
import i18nManager from '@adonisjs/i18n/services/main'
import { findTenant } from '#app/shared/database/tenant_directory'
import { asTenant } from '#app/shared/database/unit'
import { readId, showId } from '#app/shared/ids'
import { openQueue } from '#app/shared/jobs/queue'
import { unreachable } from '#app/shared/result'
import { SetUpGateway, type SetUpGatewayError } from '#app/payments/actions/set_up_gateway'
import type { PaymentDriver } from '#app/payments/drivers/contract'
import { findDriver, paymentDrivers } from '#app/payments/drivers/registry'

export default class ConnectGatewayCommand extends OperatorCommand {
  static override commandName = 'gateway:connect'
  static override description =
    'Connect a gateway, or change its keys; the secrets are asked for, never passed as arguments'
  static override options = { startApp: true }

  @args.string({ description: 'short name of the tenant' })
  declare tenant: string

  @flags.string({
    description: `one of ${paymentDrivers.map(({ name }) => name).join(', ')}`,
    default: paymentDrivers[0].name,
  })
  declare driver: string

  @flags.array({
    description: 'a setting that is no secret, as name=value: clientId=AeA1…; may be given often',
  })
  declare set?: string[]

  @flags.string({ description: 'short for --set=publishableKey=pk_live_…, where there is such a setting' })
  declare publishableKey?: string

  @flags.string({ description: 'id of the gateway whose settings change (gw_…)' })
  declare gateway?: string

  @flags.string({ description: 'name as customers and staff see it' })
  declare name?: string

  override async run(): Promise<void> {
    const tenant = await findTenant(this.tenant)
    if (!tenant) return this.refuse(`No tenant is called ${this.tenant}.`)
    const driver = findDriver(this.driver)
    if (!driver) return this.refuse('This version knows no such gateway.')
    const id = this.gateway ? readId('gateway', this.gateway) : undefined
    if (id === null) return this.refuse(`${this.gateway} is no gateway id.`)
    const settings = this.settingsOf(driver)
    if (typeof settings === 'string') return this.refuse(settings)
    const secrets = await this.askSecrets(driver)
    await openQueue({ isWorker: false })
    const setUp = await this.app.container.make(SetUpGateway)
    const connected = await asTenant({ tenant }, () =>
      setUp.execute({
        id,
        driver: driver.name,
        name: this.name ?? driver.title,
        answers: { ...settings, ...secrets },
      })
    )
    if (!connected.ok) return this.refuse(explain(connected.error))
    const shown = showId('gateway', connected.value.id)
    this.logger.success(
      `Connected as ${shown}. Its webhooks go to https://<your host>/webhooks/${driver.name}/${shown}`
    )
  }

  /** @returns the settings that are no secrets, or the sentence that says what is wrong with them */
  private settingsOf(driver: PaymentDriver): Record<string, string> | string {
    const fields = driver.settingsForm.filter(({ kind }) => kind !== 'secret')
    const settings: Record<string, string> = {}
    for (const text of [
      ...(this.set ?? []),
      ...(this.publishableKey ? [`publishableKey=${this.publishableKey}`] : []),
    ]) {
      const [name = '', ...rest] = text.split('=')
      const field = fields.find((each) => each.name === name)
      if (!field)
        return `${name} is no setting of ${driver.name}; it has ${fields.map((each) => each.name).join(', ')}.`
      settings[name] = rest.join('=')
    }
    return settings
  }

  private async askSecrets(driver: PaymentDriver): Promise<Record<string, string>> {
    const secrets: Record<string, string> = {}
    for (const { name, kind, example, isRequired } of driver.settingsForm) {
      if (kind !== 'secret') continue
      const hints = [example, isRequired ? null : 'may be left empty'].filter(Boolean)
      secrets[name] = await this.askSecret(hints.length > 0 ? `${name} (${hints.join(', ')})` : name)
    }
    return secrets
  }
}

function explain(error: SetUpGatewayError): string {
  switch (error.type) {
    case 'driver_not_found':
      return 'This version knows no such gateway.'
    case 'driver_differs':
      return 'That gateway is of another kind.'
    case 'mode_differs':
      return 'That gateway is connected in the other mode: connect live and test keys as two gateways.'
    case 'gateway_not_found':
      return 'There is no such gateway.'
    case 'settings_refused':
      return sentences(error.complaints, 'complaints')
    case 'fields_refused':
      return sentences(error.complaints, 'refused')
    case 'rights_missing':
      return `The keys were not saved. They lack these rights: ${error.rights.join(', ')}`
    case 'keys_refused':
    case 'not_answered':
      return `The keys were not saved. ${error.reason}`
    default:
      return unreachable(error)
  }
}

/** In the words of the form, each after the name of its field. */
function sentences(
  complaints: readonly { field: string | null; type: string; values?: Record<string, string> }[],
  texts: 'complaints' | 'refused'
): string {
  const i18n = i18nManager.locale('en')
  return complaints
    .map(({ field, type, values = {} }) =>
      [field, i18n.t(`gateways.${texts}.${type}`, values)].filter(Boolean).join(': ')
    )
    .join(' ')
}
