import { mkdir, writeFile } from 'node:fs/promises'
import { args, flags } from '@adonisjs/core/ace'
import { OperatorCommand } from '#app/shared/commands/operator_command'
import { allEventKinds, type EventKind } from '#app/shared/events/event'
import { describeFlow } from '#app/shared/events/describe_flow'

export default class Flow extends OperatorCommand {
  static override commandName = 'flow'
  static override description = 'Say what follows a fact: bin/ace flow invoice.paid'
  static override options = { startApp: true }

  @args.string({ required: false, description: 'name of the fact; all of them without it' })
  declare event?: string

  @flags.boolean({ description: 'write the pages of docs/flows instead of printing' })
  declare write: boolean

  override async run(): Promise<void> {
    const kinds = allEventKinds().filter((kind) => !this.event || kind.name === this.event)
    if (kinds.length === 0)
      return this.refuse(`No fact is called ${this.event}; \`bin/ace flow\` lists them all.`)
    if (this.write) return this.writePages(kinds)
    for (const kind of kinds) this.logger.log(`${describeFlow(kind)}`)
  }

  private async writePages(kinds: EventKind[]): Promise<void> {
    const folder = this.app.makePath('docs/flows')
    await mkdir(folder, { recursive: true })
    for (const kind of kinds)
      await writeFile(`${folder}/${kind.name.replaceAll('.', '_')}.md`, describeFlow(kind))
    this.logger.success(`Wrote ${kinds.length} pages to docs/flows`)
  }
}
