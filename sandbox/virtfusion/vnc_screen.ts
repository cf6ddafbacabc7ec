/** The screen of a machine without a graphical system: lines of text, drawn with the font of this folder. */
import { GLYPH_HEIGHT, GLYPH_WIDTH, glyphRow } from './vnc_font.ts'

const COLUMNS = 80
const ROWS = 25
export const SCREEN_WIDTH = COLUMNS * GLYPH_WIDTH
export const SCREEN_HEIGHT = ROWS * GLYPH_HEIGHT

const ENTER = 0xff0d
const BACKSPACE = 0xff08

/** What a machine says when somebody sits down at it, and what it answers to what is typed. */
export class Screen {
  private lines: string[]
  private readonly hostname: string
  private typed = ''
  private asks: 'user' | 'password' | 'command' = 'user'

  constructor(hostname: string, system: string) {
    this.hostname = hostname
    this.lines = ['', `${system} ${hostname} tty1`, '', '']
  }

  /** @param key by its number in the X window system; letters and digits are their own code */
  press(key: number): void {
    if (key === ENTER) this.enter()
    else if (key === BACKSPACE) this.typed = this.typed.slice(0, -1)
    else if (key >= 0x20 && key <= 0x7e && this.typed.length < COLUMNS) this.typed += String.fromCharCode(key)
  }

  /** One byte for each pixel of all lines, from the top. */
  draw(): Uint8Array {
    const shown = [...this.lines, this.lastLine() + '_'].slice(-ROWS)
    const pixels = new Uint8Array(SCREEN_WIDTH * SCREEN_HEIGHT)
    shown.forEach((line, row) => {
      for (let column = 0; column < Math.min(line.length, COLUMNS); column += 1)
        this.drawGlyph(
          pixels,
          line.charCodeAt(column),
          row * GLYPH_HEIGHT * SCREEN_WIDTH + column * GLYPH_WIDTH
        )
    })
    return pixels
  }

  private drawGlyph(pixels: Uint8Array, code: number, start: number): void {
    for (let y = 0; y < GLYPH_HEIGHT; y += 1) {
      const bits = glyphRow(code, y)
      for (let x = 0; x < GLYPH_WIDTH; x += 1)
        pixels[start + y * SCREEN_WIDTH + x] = (bits >> (GLYPH_WIDTH - 1 - x)) & 1
    }
  }

  private lastLine(): string {
    if (this.asks === 'user') return `${this.hostname} login: ${this.typed}`
    if (this.asks === 'password') return 'Password: '
    return `root@${this.hostname}:~# ${this.typed}`
  }

  private enter(): void {
    this.lines.push(this.lastLine())
    const text = this.typed.trim()
    this.typed = ''
    if (this.asks === 'user') this.asks = 'password'
    else if (this.asks === 'password') this.asks = 'command'
    else if (text !== '') this.lines.push(...this.answerTo(text))
    this.lines = this.lines.slice(-ROWS)
  }

  private answerTo(command: string): string[] {
    const [word, ...rest] = command.split(/\s+/)
    if (word === 'echo') return [rest.join(' ')]
    if (word === 'hostname') return [this.hostname]
    return [`-bash: ${word}: command not found`]
  }
}
