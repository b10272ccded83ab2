"""The variables of the test steps, each with the output of the reports stack that it holds."""

TEST_VARIABLES = {
    "API_URL": "ApiUrl",
    "JOB_QUEUE_ARN": "JobQueueArn",
    "MONTHLY_JOB_DEFINITION_ARN": "MonthlyJobDefinitionArn",
    "YEARLY_JOB_DEFINITION_ARN": "YearlyJobDefinitionArn",
    "SITE_SERVICE_ARN": "SiteServiceArn",
}
