import { args, BaseCommand, flags } from '@adonisjs/core/ace'
import { findTenant } from '#app/shared/database/tenant_directory'
import { asTenant } from '#app/shared/database/unit'
import { openQueue } from '#app/shared/jobs/queue'
import { AddStaffMember } from '#app/identity/actions/add_staff_member'
import { isStaffRole, staffRoles } from '#app/identity/domain/roles'

const passwordLengthMin = 10

export default class AddStaff extends BaseCommand {
  static override commandName = 'staff:add'
  static override description = 'Let a person work for a tenant; the password is asked for'
  static override options = { startApp: true }

  @args.string({ description: 'short name of the tenant' })
  declare tenant: string

  @args.string({ description: 'e-mail to sign in with' })
  declare email: string

  @flags.string({ description: 'full name', required: true })
  declare name: string

  @flags.string({ description: 'owner, billing, support, technician or read_only', default: 'owner' })
  declare role: string

  override async run(): Promise<void> {
    const tenant = await findTenant(this.tenant)
    if (!tenant) return this.refuse(`No tenant is called ${this.tenant}.`)
    const { role } = this
    if (!isStaffRole(role)) return this.refuse(`${role} is no role; there are ${staffRoles.join(', ')}.`)
    const password = await this.prompt.secure('Password')
    if (password.length < passwordLengthMin)
      return this.refuse(`A password has at least ${passwordLengthMin} characters.`)
    await openQueue({ isWorker: false })
    const add = await this.app.container.make(AddStaffMember)
    const added = await asTenant({ tenant }, () =>
      add.execute({ email: this.email, name: this.name, password, locale: tenant.locale, roles: [role] })
    )
    if (!added.ok) return this.refuse('Somebody with this e-mail exists already.')
    this.logger.success(`${this.name} can sign in to the admin.`)
  }

  private refuse(sentence: string): void {
    this.logger.error(sentence)
    this.exitCode = 1
  }
}
