import { args, flags } from '@adonisjs/core/ace'
import { OperatorCommand } from '#app/shared/commands/operator_command'
import { isCurrencyCode } from '#app/shared/money/currency'
import { unreachable } from '#app/shared/result'
import { CreateTenant, type CreateTenantError } from '#app/tenancy/actions/create_tenant'

export default class CreateTenantCommand extends OperatorCommand {
  static override commandName = 'tenant:create'
  static override description = 'Let another hosting business run on this installation'
  static override options = { startApp: true }

  @args.string({ description: 'short name for operators: letters, digits, dashes' })
  declare slug: string

  @args.string({ description: 'name as customers see it' })
  declare name: string

  @flags.string({ description: 'host name of the storefront', required: true })
  declare host: string

  @flags.string({ description: 'address that customers write to', required: true })
  declare supportEmail: string

  @flags.string({ description: 'IANA time zone', default: 'UTC' })
  declare timeZone: string

  @flags.string({ description: 'language of texts when nothing else is known', default: 'en' })
  declare language: string

  @flags.string({ description: 'currency of reports', default: 'USD' })
  declare currency: string

  @flags.string({ description: 'slug of the tenant above it, for a reseller' })
  declare parent?: string

  override async run(): Promise<void> {
    const complaint = this.check()
    if (complaint) return this.refuse(complaint)
    const result = await new CreateTenant().execute({
      slug: this.slug,
      name: this.name,
      hostname: this.host,
      timeZone: this.timeZone,
      locale: this.language,
      currency: this.currency,
      supportEmail: this.supportEmail,
      mailFrom: this.supportEmail,
      parentSlug: this.parent,
    })
    if (!result.ok) return this.refuse(explain(result.error))
    this.logger.success(`${this.name} runs at ${this.host} (tenant ${result.value.id})`)
  }

  private check(): string | null {
    if (!/^[a-z0-9-]{1,40}$/.test(this.slug)) return 'The short name has letters a-z, digits and dashes only.'
    if (!isCurrencyCode(this.currency)) return `${this.currency} is no currency code.`
    const isZone = this.timeZone === 'UTC' || Intl.supportedValuesOf('timeZone').includes(this.timeZone)
    return isZone ? null : `${this.timeZone} is no time zone.`
  }
}

function explain(error: CreateTenantError): string {
  switch (error.type) {
    case 'slug_taken':
      return 'A tenant with this short name exists.'
    case 'hostname_taken':
      return `${error.hostname} or a name before it belongs to another tenant.`
    case 'parent_not_found':
      return 'There is no such tenant above it.'
    default:
      return unreachable(error)
  }
}
