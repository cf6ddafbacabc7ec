import { flags } from '@adonisjs/core/ace'
import { OperatorCommand } from '#app/shared/commands/operator_command'
import env from '#start/env'
import { tokenPrefix } from '#app/identity/index'
import { demoCustomer, type DemoPerson, demoStaff, demoToken, demoUrls } from '#database/seeders/demo_access'

export default class DemoAccess extends OperatorCommand {
  static override commandName = 'demo:access'
  static override description = 'Print the URLs of the demo, its sign-ins and an API token for each'
  static override options = { startApp: true }

  @flags.boolean({ description: 'as JSON, for scripts' })
  declare json: boolean

  override async run(): Promise<void> {
    if (env.get('NODE_ENV') === 'production') return this.refuse('There is no demo in production.')
    const access = { urls: demoUrls(), customer: describe(demoCustomer), staff: describe(demoStaff) }
    if (this.json) {
      process.stdout.write(`${JSON.stringify(access, null, 2)}\n`)
      return
    }
    for (const [name, url] of Object.entries(access.urls)) this.logger.log(`${name.padEnd(12)} ${url ?? '-'}`)
    for (const person of [access.customer, access.staff]) {
      this.logger.log(`${person.email.padEnd(20)} ${person.password}   ${person.token}`)
    }
  }
}

function describe(person: DemoPerson) {
  return {
    name: person.name,
    email: person.email,
    password: person.password,
    token: demoToken(person, tokenPrefix),
  }
}
