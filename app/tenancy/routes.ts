import router from '@adonisjs/core/services/router'

const FaviconsController = () => import('#app/tenancy/http/favicons_controller')

router.get('/favicon.svg', [FaviconsController, 'show']).as('favicon.show')
