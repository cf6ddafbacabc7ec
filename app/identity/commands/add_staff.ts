import { args, flags } from '@adonisjs/core/ace'
import { OperatorCommand } from '#app/shared/commands/operator_command'
import vine, { errors } from '@vinejs/vine'
import { singleLine } from '#app/shared/http/common_rules'
import { findTenant } from '#app/shared/database/tenant_directory'
import { asTenant } from '#app/shared/database/unit'
import { openQueue } from '#app/shared/jobs/queue'
import { AddStaffMember } from '#app/identity/actions/add_staff_member'
import { email } from '#app/identity/http/validators/identity_validators'
import { newPassword } from '#app/identity/http/validators/password_rule'
import { isStaffRole, staffRoles } from '#app/identity/domain/roles'

const who = { email: email(), name: singleLine(200) }
const whoValidator = vine.create(who)
const memberValidator = vine.create({ ...who, password: newPassword() })

export default class AddStaff extends OperatorCommand {
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
    const person = await this.read(whoValidator, { email: this.email, name: this.name })
    if (typeof person === 'string') return this.refuse(person)
    const typed = { ...person, password: await this.askSecret('Password') }
    const member = await asTenant({ tenant }, () => this.read(memberValidator, typed))
    if (typeof member === 'string') return this.refuse(member)
    await openQueue({ isWorker: false })
    const add = await this.app.container.make(AddStaffMember)
    const added = await asTenant({ tenant }, () =>
      add.execute({ ...member, locale: tenant.locale, roles: [role] })
    )
    if (!added.ok) return this.refuse('Somebody with this e-mail exists already.')
    this.logger.success(`${this.name} can sign in to the admin.`)
  }

  /** By the rules of the forms. @returns the sentence that says what is wrong */
  private async read<Read>(
    validator: { validate(typed: unknown): Promise<Read> },
    typed: object
  ): Promise<Read | string> {
    try {
      return await validator.validate(typed)
    } catch (error) {
      if (error instanceof errors.E_VALIDATION_ERROR) return `${error.messages[0].message}.`
      throw error
    }
  }
}
