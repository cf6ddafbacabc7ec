/**
 * Pages are named `<domain>/<room>/<page>`, where the room is who reads them: `public`, `portal` or `admin`. The room
 * decides the layout, the script that is loaded, and whether the server renders the page.
 */
export function isPublicPage(page: string): boolean {
  return page.split('/')[1] === 'public'
}
