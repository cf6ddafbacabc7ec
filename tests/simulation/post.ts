import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { Chance } from '#tests/simulation/chance'
import { noAnswer, type Passage } from '#tests/simulation/caller'
import { inGroups } from '#tests/simulation/in_groups'
import { ProcessDied } from '#tests/simulation/process_life'

interface Letter {
  path: string
  headers: IncomingMessage['headers']
  body: Buffer
  refusals: number
}

/** Gateways give up, too. What nobody ever takes, a signature that has grown old, would otherwise be doubled with each time that it comes twice. */
const refusalsMax = 10

/**
 * The internet between gateway and application. What is sent waits here until the simulation lets it through, one at a time: in order or
 * not, once or twice, now or much later. What the application does not accept comes again.
 */
export class Post {
  private waiting: Letter[] = []
  private later: Letter[] = []

  private constructor(
    private server: Server,
    private host: string,
    private chance: Chance
  ) {}

  static async open(host: string, chance: Chance): Promise<Post> {
    const server = createServer()
    const post = new Post(server, host, chance)
    server.on('request', (incoming, outgoing) => {
      void post.take(incoming).then(() => outgoing.writeHead(200).end())
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return post
  }

  get url(): string {
    const address = this.server.address()
    return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
  }

  /** Another time has come: what was late or refused is brought again. */
  nextRound(): void {
    this.waiting = this.waiting.concat(this.later.splice(0))
  }

  get isEmpty(): boolean {
    return this.waiting.length === 0 && this.later.length === 0
  }

  /**
   * @param rate how often a letter comes twice, out of order or late
   * @param atOnce how many are on their way side by side, as gateways send them
   * @returns how many were handed over
   */
  async deliver(rate: number, atOnce: number, passage: Passage): Promise<number> {
    const letters = this.disturb(this.waiting.splice(0), rate)
    for (const some of inGroups(letters, atOnce)) {
      const stati = await Promise.all(some.map((letter) => this.pass(letter, passage)))
      for (const [index, letter] of some.entries())
        if (isRefused(stati[index]!) && (letter.refusals += 1) < refusalsMax) this.later.push(letter)
    }
    return letters.length
  }

  async close(): Promise<void> {
    await new Promise((resolve) => {
      this.server.close(resolve)
      this.server.closeAllConnections()
    })
  }

  private disturb(letters: Letter[], rate: number): Letter[] {
    const now: Letter[] = []
    for (const letter of letters) {
      if (this.chance.happens(rate)) this.later.push(letter)
      else now.push(letter)
      if (this.chance.happens(rate)) now.push(letter)
    }
    return this.chance.happens(rate * 2) ? now.toReversed() : now
  }

  private async take(incoming: IncomingMessage): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of incoming) chunks.push(chunk as Buffer)
    this.waiting.push({
      path: incoming.url ?? '/',
      headers: incoming.headers,
      body: Buffer.concat(chunks),
      refusals: 0,
    })
  }

  private async pass({ path, headers, body }: Letter, passage: Passage): Promise<number> {
    const call = { host: this.host, method: 'POST', path, headers, body }
    return passage(call).then(
      ({ status }) => status,
      (error: unknown) => {
        if (error instanceof ProcessDied) return noAnswer
        throw error
      }
    )
  }
}

function isRefused(status: number): boolean {
  return status === noAnswer || status >= 300
}
