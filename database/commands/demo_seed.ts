import { OperatorCommand } from '#app/shared/commands/operator_command'
import env from '#start/env'
import { openQueue } from '#app/shared/jobs/queue'
import { seedDemo } from '#database/seeders/demo'

export default class DemoSeed extends OperatorCommand {
  static override commandName = 'demo:seed'
  static override description =
    'Fill the database with the demo tenant (development only); what exists is kept'
  static override options = { startApp: true }

  override async run(): Promise<void> {
    if (env.get('NODE_ENV') === 'production')
      return this.refuse('The demo is not seeded in production: its passwords are public.')
    await openQueue({ isWorker: false })
    await seedDemo()
    this.logger.success('The demo is ready')
  }
}
