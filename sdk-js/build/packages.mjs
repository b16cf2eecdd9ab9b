// Imports of npm packages that are not there.

import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

const PACKAGE = /^(?:@[\w.~-]+\/)?[\w.~-]+/;

/** Says why the import of a part of an SDK fails, or returns undefined for any other module. */
export function reasonOfSdk(name, { alias }) {
  const sdk = Object.keys(alias).find((each) => name.startsWith(`${each}/`));
  if (!sdk) return undefined;
  return { text: `\`${sdk}\` has no module of this name`, hint: `import what you need from \`${sdk}\`` };
}

/** Says why the import of an npm package fails, or returns undefined for a file of the project. */
export function reasonOfPackage(name, { location, notes }, { absWorkingDir: project }) {
  const [, registry, rest] = /^(npm|jsr):(.+)/.exec(name) ?? [undefined, "npm", name];
  const [found] = /^[.~]/.test(rest) ? [] : (PACKAGE.exec(rest) ?? []);
  if (!found) return undefined;
  if (rest !== name) {
    const install = registry === "jsr" ? "npx jsr add" : "npm install";
    return {
      text: `\`${name}\` is an import for Deno`,
      hint: `install the package with \`${install} ${found}\`, and import \`${found}\``,
    };
  }
  if (isInstalled(found, dirname(resolve(project, location?.file ?? "."))) || isInstalled(found, project)) {
    return {
      text: `the package \`${found}\` is installed, but it has nothing of this name for a plugin`,
      hint: "import a path that its package.json exports",
      detail: notes
        .map(({ text }) => text)
        .filter((text) => !text.startsWith("You can mark"))
        .join("\n"),
    };
  }
  const hint = isListed(found, project)
    ? "install the packages of package.json: `npm install`"
    : `install it in the project's folder: \`npm install ${found}\``;
  return { text: `the package \`${found}\` is not installed`, hint };
}

function isInstalled(name, folder) {
  if (existsSync(join(folder, "node_modules", name))) return true;
  return dirname(folder) !== folder && isInstalled(name, dirname(folder));
}

function isListed(name, project) {
  try {
    const { dependencies, devDependencies } = JSON.parse(readFileSync(join(project, "package.json"), "utf8"));
    return name in { ...dependencies, ...devDependencies };
  } catch {
    return false;
  }
}
