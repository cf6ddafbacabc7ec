import { args, BaseCommand, flags } from '@adonisjs/core/ace'
import { findTenant } from '#app/shared/database/tenant_directory'
import { asTenant } from '#app/shared/database/unit'
import { openQueue } from '#app/shared/jobs/queue'
import { unreachable } from '#app/shared/result'
import { ConnectPanel, type ConnectPanelError } from '#app/provisioning/actions/connect_panel'

export default class ConnectPanelCommand extends BaseCommand {
  static override commandName = 'panel:connect'
  static override description =
    'Connect a VirtFusion panel; its token is asked for, never passed as an argument'
  static override options = { startApp: true }

  @args.string({ description: 'short name of the tenant' })
  declare tenant: string

  @args.string({ description: 'what locations of the catalogue call it, such as fra' })
  declare code: string

  @flags.string({ description: 'address of its interface: https://panel.example.net/api/v1', required: true })
  declare url: string

  @flags.string({ description: 'where its servers stand, as customers see it', required: true })
  declare location: string

  @flags.string({ description: 'name as staff see it', default: 'VirtFusion' })
  declare name: string

  @flags.string({ description: 'its group of machines for new servers; the default one when left out' })
  declare group?: string

  @flags.number({ description: 'id of its backup plan, for servers that are sold with backups' })
  declare backupPlan?: number

  override async run(): Promise<void> {
    const tenant = await findTenant(this.tenant)
    if (!tenant) return this.refuse(`No tenant is called ${this.tenant}.`)
    if (!URL.canParse(this.url)) return this.refuse(`${this.url} is no address.`)
    const token = await this.prompt.secure('API token of the panel (Configuration → API)')
    await openQueue({ isWorker: false })
    const connect = await this.app.container.make(ConnectPanel)
    const { code, name, location, url } = this
    const config = {
      ...(this.group ? { group: this.group } : {}),
      ...(this.backupPlan ? { backupPlan: this.backupPlan } : {}),
    }
    const connected = await asTenant({ tenant }, () =>
      connect.execute({ driver: 'virtfusion', code, name, location, baseUrl: url, token, config })
    )
    if (!connected.ok) return this.refuse(explain(connected.error))
    this.logger.success(`${name} is connected as ${code}. Test the connection under Panels in the admin.`)
  }

  private refuse(sentence: string): void {
    this.logger.error(sentence)
    this.exitCode = 1
  }
}

function explain(error: ConnectPanelError): string {
  switch (error.type) {
    case 'code_taken':
      return 'A panel with this code is connected already; change it in the admin.'
    case 'driver_unknown':
      return 'This version knows no such panel.'
    case 'datacenter_not_found':
      return 'There is no such datacenter.'
    case 'config_invalid':
      return error.faults.map(({ field, message }) => `${field}: ${message}`).join(' ')
    default:
      return unreachable(error)
  }
}
