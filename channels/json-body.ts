import restify from 'restify'
import { noNul } from './no-nul.ts'

/** Reads a body of JSON of at most so many bytes; of any other kind it reads nothing. (restify's `bodyParser` would keep the files of a form on the disk.) */
export function jsonBody(most: number): restify.RequestHandler[] {
  return [restify.plugins.bodyReader({ maxBodySize: most }), ...restify.plugins.jsonBodyParser({ mapParams: false, reviver: noNul })]
}
