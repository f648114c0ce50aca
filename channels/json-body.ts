import restify from 'restify'
import { mayHaveNul, noNul } from './no-nul.ts'

/** Reads a body of JSON of at most so many bytes; of any other kind it reads nothing. (restify's `bodyParser` would keep the files of a form on the disk.) */
export function jsonBody(most: number): restify.RequestHandler[] {
  const [plain, careful] = [{}, { reviver: noNul }].map(options => restify.plugins.jsonBodyParser({ mapParams: false, ...options }).at(-1))
  return [restify.plugins.bodyReader({ maxBodySize: most }), (req, res, next) => (typeof req.body === 'string' && mayHaveNul(req.body) ? careful : plain)?.(req, res, next)]
}
