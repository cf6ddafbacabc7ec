import router from '@adonisjs/core/services/router'
import { routesOf } from '#app/shared/http/surface_routes'
import { middleware } from '#start/kernel'

const HomesController = () => import('#app/catalogue/http/public/homes_controller')
const ProductsController = () => import('#app/catalogue/http/public/products_controller')
const LegalPagesController = () => import('#app/catalogue/http/public/legal_pages_controller')
const SitemapsController = () => import('#app/catalogue/http/public/sitemaps_controller')

/** Public pages stand at the tenant's own language, and below `/de` and its like in others. */
routesOf('storefront', () => {
  for (const { prefix, name } of [
    { prefix: '', name: 'shop' },
    { prefix: '/:locale', name: 'shop.in_language' },
  ]) {
    router
      .group(() => {
        router.get(prefix || '/', [HomesController, 'show']).as(`${name}.home`)
        router.get(`${prefix}/products/:product`, [ProductsController, 'show']).as(`${name}.product`)
        router
          .get(`${prefix}/legal/:page`, [LegalPagesController, 'show'])
          .where('page', /^(terms|privacy)$/)
          .as(`${name}.legal`)
      })
      .where('locale', /^(en|de)$/)
      .use([middleware.publicPage(), middleware.inertia()])
  }
  router.get('/sitemap.xml', [SitemapsController, 'show']).as('shop.sitemap')
  router.get('/robots.txt', [SitemapsController, 'robots']).as('shop.robots')
})
