import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../../', import.meta.url))

export interface SourceFile {
  /** Relative to the root: `app/billing/actions/issue_invoices.ts`. */
  path: string
  text: string
  lines: string[]
}

/** Every file below a folder with one of the endings, in order. A folder that does not exist has none. */
export function filesBelow(folder: string, endings: string[] = ['.ts']): SourceFile[] {
  return walk(join(root, folder))
    .filter((file) => endings.some((ending) => file.endsWith(ending)))
    .map((file) => {
      const text = readFileSync(file, 'utf8')
      return { path: relative(root, file), text, lines: text.split('\n') }
    })
}

function walk(folder: string): string[] {
  let names: string[]
  try {
    names = readdirSync(folder).toSorted()
  } catch {
    return []
  }
  return names.flatMap((name) => {
    if (['node_modules', 'var', 'build', '.git', 'assets'].includes(name)) return []
    const path = join(folder, name)
    return statSync(path).isDirectory() ? walk(path) : [path]
  })
}

/** What a file imports, with the line it stands on. */
export function importsOf(file: SourceFile): { target: string; line: number; isTypeOnly: boolean }[] {
  const pattern =
    /^\s*(?:import|export)\s+(type\s)?[^'"]*?from\s+['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/gm
  return [...file.text.matchAll(pattern)].map((match) => ({
    target: match[2] ?? match[3] ?? '',
    line: file.text.slice(0, match.index).split('\n').length,
    isTypeOnly: Boolean(match[1]),
  }))
}

/** `app/billing/actions/x.ts` → domain billing, room actions. Files directly in a domain have the room ''. */
export function placeOf(path: string): { domain: string; room: string } | null {
  const [top, domain, room, ...rest] = path.split('/')
  if (top !== 'app' || !domain || !room) return null
  return { domain, room: rest.length > 0 ? room : '' }
}
