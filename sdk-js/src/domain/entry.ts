// The exports of a plugin of any domain. The bundle calls `serve` with the generated module's `wrap`.

export { exporting as serve } from "../program.js";
