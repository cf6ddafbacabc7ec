import { args, flags } from '@adonisjs/core/ace'
import { OperatorCommand } from '#app/shared/commands/operator_command'
import { findTenant } from '#app/shared/database/tenant_directory'
import { asTenant } from '#app/shared/database/unit'
import { openQueue } from '#app/shared/jobs/queue'
import { err, ok, type Result, unreachable } from '#app/shared/result'
import { ConnectPanel, type ConnectPanelError } from '#app/provisioning/actions/connect_panel'
import { TryPanel, type TryPanelError } from '#app/provisioning/actions/try_panel'
import type { PanelDriver } from '#app/provisioning/drivers/contract'
import type { PanelField } from '#app/provisioning/drivers/panel_config'
import { panelDrivers } from '#app/provisioning/drivers/registry'

export default class ConnectPanelCommand extends OperatorCommand {
  static override commandName = 'panel:connect'
  static override description =
    'Connect a panel, once it answered; its secrets are asked for, never passed as arguments'
  static override options = { startApp: true }

  @args.string({ description: 'short name of the tenant' })
  declare tenant: string

  @args.string({ description: 'what locations of the catalogue call it, such as fra' })
  declare code: string

  @flags.string({
    description: `one of ${panelDrivers.map(({ name }) => name).join(', ')}`,
    default: panelDrivers[0].name,
  })
  declare driver: string

  @flags.string({ description: 'address of its interface: https://panel.example.net/api/v1', required: true })
  declare url: string

  @flags.string({ description: 'where its servers stand, as customers see it', required: true })
  declare location: string

  @flags.string({ description: 'name as staff see it; what it is when left out' })
  declare name?: string

  @flags.array({
    description: 'a setting that is no secret, as name=value: backupPlan=1; may be given often',
  })
  declare set?: string[]

  override async run(): Promise<void> {
    const tenant = await findTenant(this.tenant)
    if (!tenant) return this.refuse(`No tenant is called ${this.tenant}.`)
    const driver: PanelDriver | undefined = panelDrivers.find(({ name }) => name === this.driver)
    if (!driver) return this.refuse('This version knows no such panel.')
    if (!URL.canParse(this.url)) return this.refuse(`${this.url} is no address.`)
    const config = readSettings(driver, this.set ?? [])
    if (!config.ok) return this.refuse(config.error)
    const { token = '', ...secrets } = await this.askSecrets(driver)
    await openQueue({ isWorker: false })
    const { code, location, url: baseUrl, name = driver.title } = this
    const wish = { driver: driver.name, code, name, location, baseUrl, token, secrets, config: config.value }
    const [attempt, connect] = [
      await this.app.container.make(TryPanel),
      await this.app.container.make(ConnectPanel),
    ]
    const connected = await asTenant({ tenant }, async () => {
      const tried = await attempt.execute(wish)
      return tried.ok ? connect.execute(wish) : tried
    })
    if (!connected.ok) return this.refuse(explain(connected.error))
    this.logger.success(`${name} is connected as ${code}. What it offers stands under Panels in the admin.`)
  }

  private async askSecrets({ secretFields }: PanelDriver): Promise<Record<string, string>> {
    const secrets: Record<string, string> = {}
    for (const { name, label } of secretFields) secrets[name] = await this.askSecret(label)
    return secrets
  }
}

/** Settings as somebody typed them, by the kind of each; its bounds are looked at where the panel is tried. */
function readSettings(
  { name: driver, configFields }: PanelDriver,
  texts: readonly string[]
): Result<Record<string, unknown>, string> {
  const settings: Record<string, unknown> = {}
  for (const text of texts) {
    const [name = '', ...rest] = text.split('=')
    const field = configFields.find((each) => each.name === name)
    if (!field)
      return err(
        `${name} is no setting of ${driver}; it has ${configFields.map((each) => each.name).join(', ')}.`
      )
    settings[name] = readValue(field, rest.join('='))
  }
  return ok(settings)
}

function readValue({ kind }: PanelField, text: string): unknown {
  if (kind === 'number') return Number(text)
  if (kind === 'switch' && ['yes', 'true', 'no', 'false'].includes(text))
    return text === 'yes' || text === 'true'
  return text
}

function explain(error: ConnectPanelError | TryPanelError): string {
  switch (error.type) {
    case 'code_taken':
      return 'A panel with this code is connected already; change it in the admin.'
    case 'driver_unknown':
      return 'This version knows no such panel.'
    case 'datacenter_not_found':
      return 'There is no such datacenter.'
    case 'config_invalid':
      return error.faults.map(({ field, message }) => `${field}: ${message}`).join(' ')
    case 'panel_failed':
      return `Nothing was saved: it did not answer as it should. ${error.failure.message}`
    default:
      return unreachable(error)
  }
}
