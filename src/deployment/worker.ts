/** Entry of the deployment realm, behind `DeploymentApi` for the trusted page. */
import { expose } from "comlink";
import { createDeploymentApi } from "./api.ts";

expose(createDeploymentApi());
