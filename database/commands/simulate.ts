import { BaseCommand, flags } from '@adonisjs/core/ace'

/**
 * Describes the command to `bin/ace` and its help. What it does is in tests/simulation and needs the database of a test: `bin/ace` starts
 * it there before this application has a database at all, so whoever comes here came past that.
 */
export default class Simulate extends BaseCommand {
  static override commandName = 'simulate'
  static override description =
    'Run a company through years with faults, on a database of its own, and audit each month'

  @flags.number({ description: 'What everything random follows from; 1 unless given' })
  declare seed: number
  @flags.number({ description: 'How many customers come; 8 unless given' })
  declare customers: number
  @flags.number({ description: 'How many months pass; 3 unless given' })
  declare months: number
  @flags.number({ description: 'The part of calls and of work that goes wrong, 0 to 0.5; 0.02 unless given' })
  declare faults: number
  @flags.boolean({ description: 'Print the report as JSON' })
  declare json: boolean

  override async run(): Promise<void> {
    this.logger.error(
      'A simulation never runs on the database of an installation: start it by bin/ace simulate.'
    )
    this.exitCode = 1
  }
}
