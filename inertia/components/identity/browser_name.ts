/** The server's mails name browsers by the same rule. */
export { nameBrowser } from '../../../app/identity/domain/browser_name'
