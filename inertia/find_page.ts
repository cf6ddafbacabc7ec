import type { Page } from '@inertiajs/core'
import type { Component, DefineComponent } from 'vue'
import { loadMessages } from '~/i18n/messages'

export interface PageModule {
  default: DefineComponent & { messages?: string[] }
}

/**
 * Loads the page `<domain>/<room>/<name>`, gives it the room's layout unless it brings its own, and loads the texts that it
 * uses: those of the parts, those of its domain, and those it names in `defineOptions({ messages: [...] })`.
 */
export async function findPage(
  pages: Record<string, () => Promise<PageModule>>,
  layouts: Record<string, Component>,
  name: string,
  page?: Page
): Promise<DefineComponent> {
  const load = pages[`./pages/${name}.vue`]
  if (!load) throw new Error(`There is no page ${name}`)
  const [domain = '', room = ''] = name.split('/')
  const locale = String(page?.props.locale ?? document.documentElement.lang)
  const [module] = await Promise.all([
    load(),
    loadMessages(locale, ['ui', domain, ...(room === 'public' ? ['site'] : [])]),
  ])
  await loadMessages(locale, module.default.messages ?? [])
  module.default.layout ??= (layouts[room] ?? layouts[domain]) as DefineComponent
  return module.default
}
