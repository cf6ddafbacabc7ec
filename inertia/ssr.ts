/** Renders public pages on the server. Runs inside the web process; holds no state between answers but loaded texts. */
import { createSSRApp, h } from 'vue'
import { renderToString } from '@vue/server-renderer'
import { createInertiaApp } from '@inertiajs/vue3'
import type { Page } from '@inertiajs/core'
import SiteLayout from '~/layouts/site_layout.vue'
import { findPage, type PageModule } from '~/find_page'

const pages = import.meta.glob<PageModule>('./pages/*/public/**/*.vue')

export default function render(page: Page) {
  return createInertiaApp({
    page,
    render: renderToString,
    title: (title) => title,
    resolve: (name) => findPage(pages, { public: SiteLayout }, name, page),
    setup: ({ App, props, plugin }) => createSSRApp({ render: () => h(App, props) }).use(plugin),
  })
}
