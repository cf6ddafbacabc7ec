import { args } from '@adonisjs/core/ace'
import { OperatorCommand } from '#app/shared/commands/operator_command'
import { findTenant } from '#app/shared/database/tenant_directory'
import { asTenant } from '#app/shared/database/unit'
import { findSurfaceUrls } from '#app/tenancy/index'
import { keyedPath } from '#app/identity/domain/keyed_link'
import { MakeFirstLink } from '#app/identity/actions/make_first_link'

export default class FirstLink extends OperatorCommand {
  static override commandName = 'staff:first-link'
  static override description = 'Print a new link by which a tenant without staff gets its first owner'
  static override options = { startApp: true }

  @args.string({ description: 'short name of the tenant' })
  declare tenant: string

  override async run(): Promise<void> {
    const tenant = await findTenant(this.tenant)
    if (!tenant) return this.refuse(`No tenant is called ${this.tenant}.`)
    const make = await this.app.container.make(MakeFirstLink)
    await asTenant({ tenant }, async () => {
      const made = await make.execute({ isAnother: true })
      if (!made.ok)
        return this.refuse('Somebody works there already: they invite others under Staff in the admin.')
      const { admin } = await findSurfaceUrls()
      this.logger.log(`${admin}${keyedPath('invitations', made.value.token)}`)
    })
  }
}
