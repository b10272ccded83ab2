// Counts the builds of a run: each gets a short folder name, and the number that CODEBUILD_BUILD_NUMBER tells.

/** The numbers of one build, both from 1. */
export interface BuildNumbers {
  readonly ofRun: number;
  /** Of this project in this run; on AWS the count goes on over all executions. */
  readonly ofProject: number;
}

/** Makes a counter. */
export function buildCounter(): (projectName: string) => BuildNumbers {
  const ofProjects = new Map<string, number>();
  let ofRun = 0;
  return (projectName) => {
    const ofProject = (ofProjects.get(projectName) ?? 0) + 1;
    ofProjects.set(projectName, ofProject);
    return { ofRun: ++ofRun, ofProject };
  };
}
