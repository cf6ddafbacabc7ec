import { args } from '@adonisjs/core/ace'
import { OperatorCommand } from '#app/shared/commands/operator_command'
import { findTenant } from '#app/shared/database/tenant_directory'
import { asTenant } from '#app/shared/database/unit'
import { SetStaffEntrance } from '#app/identity/actions/set_staff_entrance'

export default class OpenEntrance extends OperatorCommand {
  static override commandName = 'staff:open-entrance'
  static override description =
    'Let staff of a tenant in from every network and without its own Cloudflare Access, when nobody gets in any more'
  static override options = { startApp: true }

  @args.string({ description: 'short name of the tenant' })
  declare tenant: string

  override async run(): Promise<void> {
    const tenant = await findTenant(this.tenant)
    if (!tenant) return this.refuse(`No tenant is called ${this.tenant}.`)
    const set = await this.app.container.make(SetStaffEntrance)
    await asTenant({ tenant }, () => set.open())
    this.logger.success('Staff get in from everywhere within seconds; they sign in as before.')
  }
}
