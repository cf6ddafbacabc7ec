import { args, BaseCommand, HelpCommand } from '@adonisjs/core/ace'

export default class Help extends BaseCommand {
  static override commandName = 'help'
  static override description = 'Say what a command does and what it asks for'

  @args.string({ description: 'name of the command', argumentName: 'command' })
  declare command: string

  override async run(): Promise<void> {
    // A command's own --help complains first of what is missing.
    const { kernel, ui, prompt } = this
    kernel.info.set('binary', 'bin/ace')
    const help = new HelpCommand(kernel, { ...this.parsed, args: [this.command] }, ui, prompt)
    await help.exec()
    this.exitCode = help.exitCode ?? 0
  }
}
