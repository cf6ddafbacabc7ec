import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { BaseCommand } from '@adonisjs/core/ace'

/** What operators' commands have in common: one sentence when they do nothing, and secrets that stand in no history of a shell. */
export abstract class OperatorCommand extends BaseCommand {
  /** Where secrets come from when nobody sits at a terminal. */
  input: Readable & { isTTY?: boolean } = process.stdin
  private lines: AsyncIterator<string> | null = null

  protected refuse(sentence: string): void {
    this.logger.error(sentence)
    this.exitCode = 1
  }

  /** Asked for at the terminal, unseen; else the next line of what is piped in, and empty when there is none. */
  protected async askSecret(label: string): Promise<string> {
    if (this.input.isTTY) return this.prompt.secure(label)
    this.lines ??= createInterface({ input: this.input })[Symbol.asyncIterator]()
    const { done, value } = await this.lines.next()
    return done ? '' : value
  }
}
