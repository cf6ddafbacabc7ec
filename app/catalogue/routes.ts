import router from '@adonisjs/core/services/router'
import { inEachLanguage, routesOf } from '#app/shared/http/surface_routes'
import { middleware } from '#start/kernel'
import { signedInPage } from '#start/page_middleware'

const HomesController = () => import('#app/catalogue/http/public/homes_controller')
const ProductsController = () => import('#app/catalogue/http/public/products_controller')
const LegalPagesController = () => import('#app/catalogue/http/public/legal_pages_controller')
const SitemapsController = () => import('#app/catalogue/http/public/sitemaps_controller')

routesOf('storefront', () => {
  inEachLanguage((prefix, name) =>
    router
      .group(() => {
        router.get(prefix || '/', [HomesController, 'show']).as(`${name}.home`)
        router.get(`${prefix}/products/:product`, [ProductsController, 'show']).as(`${name}.product`)
        router
          .get(`${prefix}/legal/:page`, [LegalPagesController, 'show'])
          .where('page', /^(terms|privacy)$/)
          .as(`${name}.legal`)
      })
      .use([middleware.publicPage(), middleware.inertia()])
  )
  router.get('/sitemap.xml', [SitemapsController, 'show']).as('shop.sitemap')
  router.get('/robots.txt', [SitemapsController, 'robots']).as('shop.robots')
})

const ProductPagesController = () => import('#app/catalogue/http/admin/product_pages_controller')
const CatalogueProducts = () => import('#app/catalogue/http/api/products_controller')
const Plans = () => import('#app/catalogue/http/api/plans_controller')
const Prices = () => import('#app/catalogue/http/api/prices_controller')
const Options = () => import('#app/catalogue/http/api/options_controller')
const OptionValues = () => import('#app/catalogue/http/api/option_values_controller')
const PriceExamples = () => import('#app/catalogue/http/api/price_examples_controller')
const OptionPrices = () => import('#app/catalogue/http/api/option_prices_controller')

/** The screens send what the API takes, to the same controllers, with the session instead of a token. */
routesOf('admin', () => {
  router
    .group(() => {
      router.get('', [ProductPagesController, 'index']).as('index')
      router.get('/products/:id', [ProductPagesController, 'show']).as('show')
    })
    .prefix('/catalogue')
    .as('catalogue')
    .use(signedInPage('staff:catalogue:read'))
  router
    .group(() => {
      router.post('/products', [CatalogueProducts, 'store']).as('products.store')
      router.patch('/products/:id', [CatalogueProducts, 'update']).as('products.update')
      router.post('/products/:id/plans', [Plans, 'store']).as('plans.store')
      router.patch('/plans/:id', [Plans, 'update']).as('plans.update')
      router.post('/plans/:id/prices', [Prices, 'store']).as('prices.store')
      router.post('/products/:id/options', [Options, 'store']).as('options.store')
      router.patch('/options/:id', [Options, 'update']).as('options.update')
      router.post('/options/:id/values', [OptionValues, 'store']).as('option_values.store')
      router.patch('/option-values/:id', [OptionValues, 'update']).as('option_values.update')
      router.post('/options/:id/prices', [OptionPrices, 'store']).as('option_prices.store')
      router.delete('/prices/:id', [Prices, 'destroy']).as('prices.destroy')
      router.post('/price-examples', [PriceExamples, 'store']).as('price_examples.store')
    })
    .prefix('/catalogue')
    .as('catalogue')
    .use(signedInPage('staff:catalogue:write'))
})
