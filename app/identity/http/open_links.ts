import router from '@adonisjs/core/services/router'
import { keyedPublicPage, sessionlessPage } from '#start/page_middleware'

const KeyedLinksController = () => import('#app/identity/http/portal/keyed_links_controller')

/**
 * Where mailed links lead. The page begins no session, and sending its key on asks for no mark of one: of two that are opened at the same
 * instant in a new browser, the answer of one would take away the session in which the other was kept.
 */
export function openLinks(name: string, prefix = '') {
  return router.group(() => {
    router
      .get(`${prefix}/open/:page`, [KeyedLinksController, 'show'])
      .as(`${name}.keyed_links.show`)
      .use(sessionlessPage())
    router
      .post(`${prefix}/open/:page`, [KeyedLinksController, 'store'])
      .as(`${name}.keyed_links.store`)
      .use(keyedPublicPage())
  })
}
