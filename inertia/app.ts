/** The work areas: what customers and staff see after they signed in. Rendered in the browser only. */
import './css/app.css'
import { createApp, h } from 'vue'
import { createInertiaApp, router } from '@inertiajs/vue3'
import ui from '@nuxt/ui/vue-plugin'
import AppRoot from '~/app_root.vue'
import AuthLayout from '~/layouts/auth_layout.vue'
import AdminLayout from '~/layouts/admin_layout.vue'
import PortalLayout from '~/layouts/portal_layout.vue'
import { notePageCustomer, pageCustomerHeaders } from '~/composables/page_customer'
import type { SharedProps } from '~/shared_props'
import { hostCookieName } from '~/host_cookie'
import { findPage, type PageModule } from '~/find_page'
import { watchReturns } from '~/watch_returns'

const pages = import.meta.glob<PageModule>([
  './pages/*/portal/**/*.vue',
  './pages/*/admin/**/*.vue',
  './pages/errors/*.vue',
])
const layouts = { portal: PortalLayout, admin: AdminLayout, errors: AuthLayout }

watchReturns()

// Nobody waits for it: it comes with the first refusal.
router.on('error', () => void import('~/lead_to_errors').then(({ leadToErrors }) => leadToErrors()))
router.on('navigate', ({ detail: { page } }) =>
  notePageCustomer((page.props as unknown as SharedProps).viewer?.customer?.id ?? null)
)
/** Of no page before the first: that one is read by itself. */
let shown = location.pathname
router.on('navigate', ({ detail: { page } }) => {
  const path = page.url.split('?')[0]!
  if (path !== shown) void import('~/announce_page').then(({ announcePage }) => announcePage())
  shown = path
})
router.on('before', ({ detail: { visit } }) => {
  Object.assign(visit.headers, pageCustomerHeaders())
})

void createInertiaApp({
  title: (title) => title,
  http: { xsrfCookieName: hostCookieName('XSRF-TOKEN') },
  progress: { color: 'var(--ui-primary)', delay: 150 },
  resolve: (name, page) => findPage(pages, layouts, name, page),
  setup({ el, App, props, plugin }) {
    createApp({ render: () => h(AppRoot, null, () => h(App, props)) })
      .use(plugin)
      .use(ui)
      .mount(el)
  },
})
