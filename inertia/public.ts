/** The public pages (storefront, status): rendered on the server, brought to life here with as little script as can be. */
import './css/site.css'
import { createSSRApp, h } from 'vue'
import { createInertiaApp } from '@inertiajs/vue3'
import SiteLayout from '~/layouts/site_layout.vue'
import { findPage, type PageModule } from '~/find_page'
import { keepTyped } from '~/keep_typed'
import { watchReturns } from '~/watch_returns'

const pages = import.meta.glob<PageModule>('./pages/*/public/**/*.vue')

watchReturns()

void createInertiaApp({
  title: (title) => title,
  progress: { color: 'var(--ui-primary)', delay: 150 },
  resolve: (name, page) => findPage(pages, { public: SiteLayout }, name, page),
  setup({ el, App, props, plugin }) {
    const tellTyped = keepTyped(el)
    createSSRApp({ render: () => h(App, props) })
      .use(plugin)
      .mount(el)
    tellTyped()
  },
})
