import { args, BaseCommand } from '@adonisjs/core/ace'
import { findTenant } from '#app/shared/database/tenant_directory'
import { asTenant } from '#app/shared/database/unit'
import { SetStaffEntrance } from '#app/identity/actions/set_staff_entrance'

export default class OpenEntrance extends BaseCommand {
  static override commandName = 'staff:open-entrance'
  static override description =
    'Let staff of a tenant in from every network and without its own Cloudflare Access, when nobody gets in any more'
  static override options = { startApp: true }

  @args.string({ description: 'short name of the tenant' })
  declare tenant: string

  override async run(): Promise<void> {
    const tenant = await findTenant(this.tenant)
    if (!tenant) {
      this.logger.error(`No tenant is called ${this.tenant}.`)
      this.exitCode = 1
      return
    }
    const set = await this.app.container.make(SetStaffEntrance)
    await asTenant({ tenant }, () => set.open())
    this.logger.success('Staff get in from everywhere within seconds; they sign in as before.')
  }
}
