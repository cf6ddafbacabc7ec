import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Html, html } from '../core/html.ts'

export type IconName =
  | 'layout-dashboard'
  | 'credit-card'
  | 'server'
  | 'mail'
  | 'box'
  | 'activity'
  | 'zap'
  | 'paperclip'
  | 'rotate-ccw'
  | 'sun'
  | 'moon'
  | 'monitor'
  | 'flask-conical'
  | 'chevron-right'
  | 'arrow-left'
  | 'copy'
  | 'inbox'

type IconSet = { icons: Record<string, { body: string }> }

let lucide: IconSet | null = null

/** A Lucide icon, drawn inline; it is decoration, so a text always stands beside it. */
export function icon(name: IconName): Html {
  lucide ??= JSON.parse(readFileSync(packageFile('@iconify-json/lucide/icons.json'), 'utf8')) as IconSet
  const body = new Html(lucide.icons[name]?.body ?? '')
  return html`<svg class="icon" viewBox="0 0 24 24" width="16" height="16" aria-hidden="true">${body}</svg>`
}

export function packageFile(specifier: string): string {
  return fileURLToPath(import.meta.resolve(specifier))
}
