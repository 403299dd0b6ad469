// Written by build.mjs from the CSS of the widgets and of the shell.

/** The one style sheet of every element. */
export const styles: string;
